//! What templates are given, as `themes/default/VIEWS.md` tells it: written from the types in `src/render/view`, and held
//! against what templates really get. After a change that is meant: `UPDATE_VIEWS=1 cargo test views`.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::{Attribute, Fields, GenericArgument, Item, PathArguments, Type};

const PAGE: &str = "themes/default/VIEWS.md";

/// A type as its doc comments tell it: its fields by name, each with its type and its words.
struct Told {
    doc: String,
    fields: Vec<(String, Shape, String)>,
}

/// What a template can do with a value.
#[derive(Clone, PartialEq, Eq)]
enum Shape {
    Plain(&'static str),
    View(String),
    List(Box<Shape>),
    Map(Box<Shape>),
    Perhaps(Box<Shape>),
}

#[test]
fn the_page_tells_of_every_key() {
    let page = crate::common::repository().join(PAGE);
    let told = page_text(&types(), &given());
    if std::env::var("UPDATE_VIEWS").is_ok() {
        fs::write(&page, &told).expect("the page can be written");
    }
    assert_eq!(fs::read_to_string(&page).expect("there is such a page"), told, "UPDATE_VIEWS=1 cargo test views");
}

#[test]
fn templates_get_what_the_page_tells_and_no_more() {
    let types = types();
    for (template, views) in given() {
        for view in views {
            fits(&types, &Shape::View("View".into()), &view, &template);
        }
    }
}

#[test]
fn the_default_theme_says_what_each_of_its_settings_does() {
    let text = fs::read_to_string(crate::common::repository().join("guide/content/theme/index.md"))
        .expect("there is such a page");
    let theme = crate::common::repository().join("themes/default/theme.yaml");
    let source =
        fingerpost::source::Source::new("themes/default/theme.yaml".into(), fs::read_to_string(theme).unwrap());
    let mut problems = Vec::new();
    let settings = fingerpost::config::theme::declared(&source, &mut problems).settings;
    assert!(problems.is_empty() && !settings.is_empty(), "{problems:?}");
    for setting in settings {
        assert!(text.contains(&format!("`{}`", setting.key)), "the guide does not tell of `{}`", setting.key);
    }
}

/// Every field that a template got is one of its type's, and every one that is not skipped is there.
fn fits(types: &BTreeMap<String, Told>, shape: &Shape, value: &serde_json::Value, place: &str) {
    use serde_json::Value;
    match (shape, value) {
        (Shape::Perhaps(_), Value::Null) => {}
        (Shape::Perhaps(inner), value) => fits(types, inner, value, place),
        (Shape::List(inner), Value::Array(items)) => items.iter().for_each(|item| fits(types, inner, item, place)),
        (Shape::Map(inner), Value::Object(entries)) => {
            entries.iter().for_each(|(key, item)| fits(types, inner, item, &format!("{place} {key}")));
        }
        (Shape::View(name), Value::Object(entries)) => {
            let fields = &types[name].fields;
            for (key, value) in entries.iter().filter(|(key, _)| *key != "words") {
                let field = fields.iter().find(|(field, ..)| field == key);
                let (_, shape, _) = field.unwrap_or_else(|| panic!("{place}: nobody tells of `{key}`"));
                fits(types, shape, value, &format!("{place} {key}"));
            }
        }
        (Shape::View(name), _) => assert_eq!(name, "SettingView", "{place}: {value}"),
        (Shape::Plain("anything"), _) => {}
        (Shape::Plain(kind), value) => {
            let right = match *kind {
                "text" => value.is_string(),
                "yes or no" => value.is_boolean(),
                _ => value.is_number(),
            };
            assert!(right, "{place} should be {kind}: {value}");
        }
        _ => panic!("{place}: {value}"),
    }
}

/// What each template is given, by its name: all that it can name, as JSON, for each page of a small site.
fn given() -> BTreeMap<String, Vec<serde_json::Value>> {
    let folder = crate::common::folder();
    let site = folder.path();
    copy(&crate::common::repository().join("tests/golden/site"), site);
    fs::write(
        site.join("site.yaml"),
        "title: Views\nbase_url: https://views.example/\nreview_after: 12\noffline: true\nbook: true\nrepository: https://views.example/r\ncontact: help@views.example\n",
    )
    .unwrap();
    let templates = crate::common::repository().join("themes/default/templates");
    for entry in fs::read_dir(templates).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let name = entry.file_name().unwrap().to_str().unwrap();
        if name == "base.html" {
            continue; // The others stand in it, and no page is made from it alone.
        }
        let own = site.join("themes/default/templates").join(name);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::write(own, format!("{name}\n{{{{ __tera_context | safe }}}}")).unwrap();
    }
    let said = crate::common::run_with_own_templates(site, &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let mut out: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(site.join("public")).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        if let Some((name, view)) = text.split_once('\n').filter(|(name, _)| name.ends_with(".html")) {
            // The dump is JSON, but that it writes null as nothing.
            let view = view.replace(": ,", ": null,").replace(": }", ": null}");
            out.entry(name.to_owned()).or_default().push(serde_json::from_str(&view).expect("the view is JSON"));
        }
    }
    out
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from.join("content")).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The types of all views, by name.
fn types() -> BTreeMap<String, Told> {
    let folder = crate::common::repository().join("src/render");
    let mut files = vec![folder.join("view.rs")];
    files.extend(fs::read_dir(folder.join("view")).unwrap().map(|entry| entry.unwrap().path()));
    let mut out = BTreeMap::new();
    for file in files {
        let parsed = syn::parse_file(&fs::read_to_string(&file).unwrap()).expect("the types can be read");
        for item in parsed.items {
            match item {
                Item::Struct(item) => {
                    let Fields::Named(fields) = item.fields else { continue };
                    let field = |field: &syn::Field| {
                        let name = field.ident.as_ref().expect("it is named").to_string();
                        (name, shape(&field.ty), doc(&field.attrs))
                    };
                    let fields = fields.named.iter().map(field).collect();
                    out.insert(item.ident.to_string(), Told { doc: doc(&item.attrs), fields });
                }
                Item::Enum(item) => {
                    let says: Vec<String> = item.variants.iter().map(|variant| doc(&variant.attrs)).collect();
                    let doc = format!("{} {}", doc(&item.attrs), says.join(" "));
                    out.insert(item.ident.to_string(), Told { doc, fields: Vec::new() });
                }
                _ => {}
            }
        }
    }
    out
}

fn doc(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        syn::Meta::NameValue(named) if named.path.is_ident("doc") => match &named.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    attributes.iter().filter_map(line).collect::<Vec<_>>().join(" ")
}

fn shape(ty: &Type) -> Shape {
    match ty {
        Type::Reference(reference) => shape(&reference.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().expect("a type has a name");
            let inner: Vec<Shape> = match &last.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    let of =
                        |a: &GenericArgument| if let GenericArgument::Type(ty) = a { Some(shape(ty)) } else { None };
                    arguments.args.iter().filter_map(of).collect()
                }
                _ => Vec::new(),
            };
            let last_of = || Box::new(inner.last().expect("it is of something").clone());
            match last.ident.to_string().as_str() {
                "String" | "str" => Shape::Plain("text"),
                "bool" => Shape::Plain("yes or no"),
                "usize" | "u8" | "u16" | "u32" | "u64" | "i64" | "f64" => Shape::Plain("a number"),
                "Vec" => Shape::List(last_of()),
                "BTreeMap" => Shape::Map(last_of()),
                "Option" => Shape::Perhaps(last_of()),
                "Arc" | "Box" | "Alike" => *last_of(),
                "Value" => Shape::Plain("anything"),
                name => Shape::View(name.to_owned()),
            }
        }
        _ => panic!("the test does not know such a type"),
    }
}

// ---- As a page ----

fn page_text(types: &BTreeMap<String, Told>, given: &BTreeMap<String, Vec<serde_json::Value>>) -> String {
    let keys = |view: &serde_json::Value| -> BTreeSet<String> {
        view.as_object().expect("a view is a map").keys().cloned().collect()
    };
    let always = given.values().flatten().map(keys).reduce(|a, b| &a & &b).expect("there are templates");
    let list = |keys: Vec<&String>| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let mut out = String::from(
        "# What templates are given\n\n\
        Written from the types in `src/render/view`, and held by a test. A template has these values and nothing else. Links are \
        relative to the page. Texts are plain and are escaped where they are put in, but for those said to be HTML: \
        write `{{ article.body | safe }}`. `words` holds the words of the site's language, by the keys of `words/en.yaml`.\n\n\
        ## Which template has what\n\n",
    );
    out.push_str(&format!(
        "All have {}; and besides:\n\n| template | has |\n| --- | --- |\n",
        list(always.iter().collect())
    ));
    for (template, views) in given {
        let all: BTreeSet<String> = views.iter().flat_map(keys).collect();
        out.push_str(&format!("| `{template}` | {} |\n", list(all.difference(&always).collect())));
    }
    let mut open = vec!["View".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(told) = types.get(&name) else { panic!("there is no type `{name}`") };
        let title = if name == "View" { "Everything".to_owned() } else { plain(&name) };
        out.push_str(&format!("\n## {title}\n\n{}\n", told.doc));
        if !told.fields.is_empty() {
            out.push_str("\n| key | is | what it is |\n| --- | --- | --- |\n");
        }
        for (field, shape, doc) in &told.fields {
            out.push_str(&format!("| `{field}` | {} | {doc} |\n", said(shape)));
        }
        for (_, shape, _) in told.fields.iter().rev() {
            if let Some(inner) = inner(shape) {
                open.push(inner.to_owned());
            }
        }
    }
    out
}

fn inner(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Plain(_) => None,
        Shape::View(name) => Some(name),
        Shape::List(of) | Shape::Map(of) | Shape::Perhaps(of) => inner(of),
    }
}

fn said(shape: &Shape) -> String {
    match shape {
        Shape::Plain(kind) => (*kind).to_owned(),
        Shape::View(name) => format!("[{0}](#{0})", plain(name)),
        Shape::List(of) => format!("a list: {}", said(of)),
        Shape::Map(of) => format!("by key: {}", said(of)),
        Shape::Perhaps(of) => format!("{}, or nothing", said(of)),
    }
}

/// `ArticleView` → `article`.
fn plain(name: &str) -> String {
    let name = name.strip_suffix("View").unwrap_or(name);
    let mut out = String::new();
    for (i, letter) in name.char_indices() {
        if letter.is_uppercase() && i > 0 {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
