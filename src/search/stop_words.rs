//! Stop words: what a question is made of, and no page is about.
//!
//! Takes: a language. Gives: its words of no weight, folded as the index folds words; none for a language without words of its
//! own here. Never: takes a word away from a query that has no other.

/// In order, so that what is published does not depend on how the list grew. No word that says when, where or how much of a
/// body's trouble: not “after”, not “at night”, not “both”.
const ENGLISH: &str = "a about am an and any are as be been but by can could d did do does doing for from get got had has have he \
    her his how i if im in is it its ive just ll m may me mine my need of on or our ought s shall she should so some t than that \
    the their them then there these they this those to us ve was we were what whats when where which who why will with would you \
    your";

const GERMAN: &str = "aber ich als am an auch auf aus bei bin bis da dann das dass dem den denn der des die dies diese dieser doch \
    du ein eine einem einen einer eines er es fur hab habe haben hat hatte ihm ihn ihr ihre im in ist ja kann kannst konnen \
    man mein meine meinem meinen meiner mich mir mit muss nun nur ob oder sein seine sich sie sind so soll sollte um und uns \
    vom von war warum was welche welcher welches wenn wer werden wie wieso wir wird wo woher zu zum zur";

const FRENCH: &str = "a ai aie alors as au aussi aux avaient avais avait avec avez avoir avons ca car ce cela celle celui \
    ces cest cet cetait cette ceux comme comment dans de des devait devoir devrais devrait dois doit donc dont du dun dune \
    elle elles en es est et etait etre eux faire fais fait faut il ils j jai javais je l la laquelle le lequel les \
    lesquels leur leurs lui m ma mais me mes moi mon n ne nest nos notre nous on ont ou par peut peux pour pourquoi \
    pourrait puis qu quand que quel quelle quelles quels quest questce qui quil quils quoi quon quun quune s sa se sera \
    ses si sil sils soit son sont suis sur t ta te tes toi ton tu un une va vais vos votre vous y ya";

const SPANISH: &str = "a al algo aquel aquella asi aun como con cual cuales cuando de debe deberia debo del donde e el \
    ella ellas ellos en era eran eres es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy fue \
    fueron fui ha haber habia hacer hago han has hay he la las le les lo los me mi mia mio mis necesito nos nosotros \
    nuestra nuestro o os para pero por porque puede pueden puedo pues que quien quienes quiero se sea ser seria si sido \
    sobre son soy su sus suyo tal tambien te tendria tener tengo tenia ti tiene tienen tu tus u un una uno unos usted \
    ustedes va voy y yo";

const DUTCH: &str = "aan al als ben bent bij dan dat de deze die dit doe doen doet door dus een en er ga gaan gaat haar \
    had hadden heb hebben hebt heeft hem hen het hier hij hoe hun ik in is je jij jou jouw jullie kan kon konden kun \
    kunnen kunt maar mag me men met mij mijn mn moest moet moeten mogen n naar of om ons onze ook op s t te toch u uit uw \
    van waar waarom waarvan wanneer want waren was wat we welk welke werd wie wij wil willen wilt word worden wordt zal ze \
    zich zij zijn zn zo zou zouden zullen";

const PORTUGUESE: &str = "a ao aos aquela aquele aquilo as com como da das de dela dele deles deve devem deveria devia \
    devo do dos e ela elas ele eles em era eram essa essas esse esses esta estao estar estas estava este estes estou eu \
    faco faz fazer foi foram fui isso isto la lhe lhes mas me meu meus mim minha minhas na nas no nos nossa nosso num numa \
    o onde os ou para pela pelas pelo pelos pode podem poder poderia podia por porque posso pra precisa preciso quais qual \
    quando que quem quero sao se seja sera seria seu seus sido sobre sou sua suas tambem te tem tendo tenha tenho ter teu \
    teus ti tinha tive tu tua tuas um uma umas uns vai voce voces vos vou";

const ITALIAN: &str = "a abbiamo ad agli ai al alla alle allo anche avere aveva avevo ce che chi ci coi col come con cos \
    cosa cose cosi cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello deve devi devo di dov dove \
    dovere dovrebbe dovrei e ed era ero essere fare fosse gli ha hai hanno ho i il in io la le lei li lo loro lui ma mi \
    mia mie miei mio ne negli nei nel nell nella nelle nello noi nostra nostro o od per perche pero posso possono potrebbe \
    potrei puo qual quale quali quando quella quelle quelli quello questa queste questi questo qui se si sia siamo siete \
    sono sta stata stato sto su sua sue sugli sui sul sull sulla sulle sullo suo suoi tu tua tue tuo tuoi un una uno va vi \
    voglio voi vorrei";

/// The stop words of a language.
pub(super) fn stop_words(language: &str) -> impl Iterator<Item = &'static str> {
    let list = match language.split('-').next().unwrap_or(language) {
        "en" => ENGLISH,
        "de" => GERMAN,
        "es" => SPANISH,
        "fr" => FRENCH,
        "it" => ITALIAN,
        "nl" => DUTCH,
        "pt" => PORTUGUESE,
        _ => "",
    };
    list.split_ascii_whitespace()
}
