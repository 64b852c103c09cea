//! What of a drawing is let through, by name.
//!
//! Takes: a name as the XML reader gives it. Gives: the same name from this file, where it is listed.
//! Never: matches loosely: XML tells capitals apart, and so does every list here.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names, divided by spaces; found by hashing.
pub(super) struct Names(LazyLock<HashSet<&'static str>>);

impl Names {
    /// The listed name that equals this one.
    pub(super) fn get(&self, name: &str) -> Option<&'static str> {
        self.0.get(name).copied()
    }

    /// Whether it is listed.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

macro_rules! names {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal;)+) => {
        $($(#[doc = $doc])+ pub(super) static $name: Names =
            Names(LazyLock::new(|| $text.split_ascii_whitespace().collect()));)+
    };
}

names! {
    /// Elements of SVG that draw, or say how.
    ELEMENTS = "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix \
        feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow \
        feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset \
        fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter foreignObject g image line linearGradient \
        marker mask mpath path pattern polygon polyline radialGradient rect set stop style svg switch symbol text textPath \
        title tspan use view";

    /// Elements that change an attribute as time goes by.
    MOVING = "animate animateMotion animateTransform set";

    /// Elements that run, embed, fetch or send something, whatever their namespace: an author is told that they go.
    /// In lower case. Any other element that is not listed is no part of what a browser draws, and goes without a word.
    REFUSED = "animatecolor applet audio base button canvas embed form frame frameset handler iframe import include input \
        link listener maction math meta noscript object portal script select source stylesheet template textarea track \
        transform video webview";

    /// HTML that pictures' words may have, besides what an article may: diagrams.net writes these.
    WORDS = "center font";

    /// Attributes that are properties of styles too, and are read as such.
    PRESENTATION = "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation \
        color-interpolation-filters color-rendering cursor direction display dominant-baseline enable-background fill \
        fill-opacity fill-rule filter flood-color flood-opacity font font-family font-kerning font-size font-size-adjust \
        font-stretch font-style font-variant font-weight glyph-orientation-horizontal glyph-orientation-vertical \
        image-rendering isolation kerning letter-spacing lighting-color line-height marker marker-end marker-mid \
        marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color \
        stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit \
        stroke-opacity stroke-width text-anchor text-decoration text-overflow text-rendering transform-box \
        transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode";

    /// Attributes that are measures and forms, and may change as time goes by.
    MEASURES = "amplitude azimuth baseFrequency bias cx cy d diffuseConstant divisor dx dy elevation exponent fr fx fy \
        gradientTransform height intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength limitingConeAngle markerHeight \
        markerWidth numOctaves offset orient pathLength patternTransform points pointsAtX pointsAtY pointsAtZ \
        preserveAspectRatio r radius refX refY rotate rx ry scale seed slope specularConstant specularExponent startOffset \
        stdDeviation surfaceScale tableValues targetX targetY textLength transform values viewBox width x x1 x2 y y1 y2 z";

    /// Attributes of SVG that say something else, none of them an address.
    PLAIN = "accumulate additive attributeName attributeType baseProfile begin by calcMode class clipPathUnits \
        dur edgeMode end filterRes filterUnits from gradientUnits id in in2 keyPoints keySplines keyTimes lang \
        lengthAdjust markerUnits maskContentUnits maskUnits max media method min mode operator order origin path \
        patternContentUnits patternUnits preserveAlpha primitiveUnits repeatCount repeatDur requiredExtensions \
        requiredFeatures restart result role side spacing spreadMethod stitchTiles systemLanguage to type version \
        xChannelSelector yChannelSelector zoomAndPan aria-describedby aria-description aria-details aria-hidden aria-label \
        aria-labelledby aria-roledescription";

    /// Attributes of HTML, none of them an address.
    HTML_PLAIN = "align alt aria-describedby aria-hidden aria-label aria-labelledby bgcolor border cellpadding cellspacing \
        class color colspan datetime dir face height id lang media nowrap open role rowspan size start title valign width";

    /// Attributes that run, fetch or send something: an author is told that they go. Any other that is not listed goes
    /// without a word: it means something to the program that wrote it, and nothing to a browser.
    REFUSED_ATTRIBUTES = "action autofocus background codebase dynsrc formaction formtarget http-equiv is lowsrc manifest \
        ping poster srcdoc srcset";

    /// What browsers run when something happens. `once` and `only_selected` begin like these, and are none.
    HANDLERS = "onabort onactivate onafterprint onanimationcancel onanimationend onanimationiteration onanimationstart \
        onauxclick onbeforeinput onbeforematch onbeforeprint onbeforetoggle onbeforeunload onbegin onblur oncancel \
        oncanplay oncanplaythrough onchange onclick onclose oncontentvisibilityautostatechange oncontextlost oncontextmenu \
        oncontextrestored oncopy oncuechange oncut ondblclick ondrag ondragend ondragenter ondragexit ondragleave \
        ondragover ondragstart ondrop ondurationchange onemptied onend onended onerror onfocus onfocusin onfocusout \
        onformdata onfullscreenchange onfullscreenerror ongotpointercapture onhashchange oninput oninvalid onkeydown \
        onkeypress onkeyup onlanguagechange onload onloadeddata onloadedmetadata onloadend onloadstart onlostpointercapture \
        onmessage onmessageerror onmousedown onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup \
        onmousewheel onoffline ononline onpagehide onpagereveal onpageshow onpageswap onpaste onpause onplay onplaying \
        onpointercancel onpointerdown onpointerenter onpointerleave onpointermove onpointerout onpointerover \
        onpointerrawupdate onpointerup onpopstate onprogress onratechange onrejectionhandled onrepeat onreset onresize \
        onscroll onscrollend onscrollsnapchange onscrollsnapchanging onsearch onsecuritypolicyviolation onseeked onseeking \
        onselect onselectionchange onselectstart onshow onslotchange onstalled onstorage onsubmit onsuspend ontimeupdate \
        ontoggle ontouchcancel ontouchend ontouchmove ontouchstart ontransitioncancel ontransitionend ontransitionrun \
        ontransitionstart onunhandledrejection onunload onvolumechange onwaiting onwebkitanimationend \
        onwebkitanimationiteration onwebkitanimationstart onwebkittransitionend onwheel onzoom";

    /// Properties of styles, besides those that are attributes too; without a browser's own prefix.
    PROPERTIES = "accent-color align-content align-items align-self all animation animation-delay animation-direction \
        animation-duration animation-fill-mode animation-iteration-count animation-name animation-play-state \
        animation-timing-function appearance aspect-ratio backdrop-filter backface-visibility background \
        background-attachment background-blend-mode background-clip background-color background-image background-origin \
        background-position background-position-x background-position-y background-repeat background-size block-size \
        border border-block border-bottom border-bottom-color border-bottom-left-radius border-bottom-right-radius \
        border-bottom-style border-bottom-width border-collapse border-color border-image border-inline border-left \
        border-left-color border-left-style border-left-width border-radius border-right border-right-color \
        border-right-style border-right-width border-spacing border-style border-top border-top-color \
        border-top-left-radius border-top-right-radius border-top-style border-top-width border-width bottom box-align \
        box-decoration-break box-flex box-orient box-pack box-shadow box-sizing break-after break-before break-inside \
        caption-side clear color-adjust color-scheme column-count column-gap column-rule column-span column-width columns \
        contain content counter-increment counter-reset counter-set cx cy d direction empty-cells flex flex-basis \
        flex-direction flex-flow flex-grow flex-shrink flex-wrap float font-feature-settings font-language-override \
        font-optical-sizing font-palette font-smoothing font-synthesis font-variant-alternates font-variant-caps \
        font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position font-variation-settings \
        font-width forced-color-adjust gap grid grid-area grid-auto-columns grid-auto-flow grid-auto-rows grid-column \
        grid-column-end grid-column-start grid-gap grid-row grid-row-end grid-row-start grid-template \
        grid-template-areas grid-template-columns grid-template-rows hanging-punctuation height hyphenate-character \
        hyphens inline-size inset inset-block inset-inline justify-content justify-items justify-self left line-break \
        line-clamp list-style list-style-image list-style-position list-style-type margin margin-block margin-bottom \
        margin-inline margin-left margin-right margin-top mask-border mask-clip mask-composite mask-image mask-mode \
        mask-origin mask-position mask-repeat mask-size max-block-size max-height max-inline-size max-width \
        min-block-size min-height min-inline-size min-width object-fit object-position offset offset-anchor \
        offset-distance offset-path offset-position offset-rotate opacity order orphans osx-font-smoothing outline \
        outline-color outline-offset outline-style outline-width overflow-wrap overflow-x overflow-y padding \
        padding-block padding-bottom padding-inline padding-left padding-right padding-top page-break-after \
        page-break-before page-break-inside perspective perspective-origin place-content place-items place-self position \
        print-color-adjust quotes r right rotate row-gap rx ry scale scrollbar-color scrollbar-width shape-image-threshold \
        shape-inside shape-margin shape-outside shape-padding solid-color solid-opacity stroke-alignment tab-size \
        table-layout tap-highlight-color text-align text-align-last text-combine-upright text-decoration-color \
        text-decoration-line text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis \
        text-emphasis-color text-emphasis-position text-emphasis-style text-fill-color text-indent text-justify \
        text-orientation text-shadow text-size-adjust text-stroke text-stroke-color text-stroke-width text-transform \
        text-underline-offset text-underline-position text-wrap top touch-action transform transform-style transition \
        transition-delay transition-duration transition-property transition-timing-function translate user-select \
        vertical-align white-space-collapse widows width will-change word-break word-wrap x y z-index zoom";

    /// What an `@font-face` says.
    FONT_FACE = "ascent-override descent-override font-display font-family font-feature-settings font-language-override \
        font-stretch font-style font-variant font-variation-settings font-weight line-gap-override size-adjust src \
        unicode-range";

    /// Functions of styles that reckon, colour, move or choose, in lower case.
    FUNCTIONS = "-moz-any -moz-linear-gradient -moz-radial-gradient -webkit-any -webkit-gradient -webkit-linear-gradient \
        -webkit-radial-gradient abs acos asin atan atan2 attr blur brightness calc circle clamp color color-mix color-stop \
        conic-gradient contrast cos counter counters cubic-bezier dir drop-shadow ellipse env exp fit-content format from \
        grayscale has hsl hsla hue-rotate hwb hypot icc-color inset invert is lab lang lch light-dark linear \
        linear-gradient local log matches matrix matrix3d max min minmax mod not nth-child nth-last-child nth-last-of-type \
        nth-of-type oklab oklch opacity path perspective polygon pow radial-gradient ray rect rem repeat \
        repeating-conic-gradient repeating-linear-gradient repeating-radial-gradient rgb rgba rotate rotate3d rotatex \
        rotatey rotatez round saturate scale scale3d scalex scaley scalez selector sepia sign sin skew skewx skewy sqrt \
        steps style tan tech to translate translate3d translatex translatey translatez var where xywh";

    /// Functions of styles that fetch or run something: an author is told that they go. In lower case.
    REFUSED_FUNCTIONS = "-webkit-cross-fade -webkit-image-set cross-fade expression image image-set src url-prefix";

    /// Properties that run something in some browser: an author is told that they go.
    REFUSED_PROPERTIES = "-moz-binding -ms-behavior behavior";

    /// Rules that hold other rules, on a condition.
    GROUPS = "container layer media scope starting-style supports";
}
