//! Compares the components based on GOV.UK Frontend with the examples published in its npm package.
//!
//! Of each component's examples, only those that use nothing but options our component offers are compared; a minimum number is
//! stated, so that a comparison cannot quietly become empty.

mod forms;
mod html;
mod words;

use html::normalised;
use maud::Markup;
use serde_json::Value;
use std::collections::BTreeSet;

/// The options of one example.
struct Options<'a>(&'a Value);

impl<'a> Options<'a> {
    /// Returns the value at `label.text`, as text; numbers as they are written.
    fn text(&self, path: &str) -> Option<String> {
        match self.at(path)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn flag(&self, path: &str) -> bool {
        self.at(path).and_then(Value::as_bool).unwrap_or_default()
    }

    fn items(&self, path: &str) -> Vec<Options<'a>> {
        self.at(path).and_then(Value::as_array).map(|items| items.iter().map(Options).collect()).unwrap_or_default()
    }

    fn at(&self, path: &str) -> Option<&'a Value> {
        path.split('.').try_fold(self.0, |value, key| value.get(key))
    }

    /// Checks whether the options contain nothing but `offered`, each written as `label.text` or `items.text`.
    fn only(&self, offered: &str) -> bool {
        let offered: BTreeSet<&str> = offered.split_whitespace().collect();
        let mut named = BTreeSet::new();
        collect(self.0, "", &mut named);
        named.iter().all(|path| offered.contains(path.as_str()))
    }
}

/// Collects the paths of all values that are neither lists nor groups.
fn collect(value: &Value, path: &str, named: &mut BTreeSet<String>) {
    match value {
        Value::Object(group) => {
            for (key, value) in group {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(value, &path, named);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, path, named)),
        Value::Null if path.is_empty() => {}
        _ => {
            named.insert(path.to_owned());
        }
    }
}

/// Compares the examples of `component` that use only what is `offered`. `ours` may decline an example because of its values.
fn compare(component: &str, offered: &str, at_least: usize, ours: impl Fn(&Options) -> Option<Markup>) {
    let json = assets::fixtures(component).expect("the examples are embedded");
    let examples: Value = serde_json::from_slice(json).expect("sound JSON");
    let mut compared = 0;
    for example in examples["fixtures"].as_array().expect("a list of examples") {
        let options = Options(&example["options"]);
        if !options.only(offered) {
            continue;
        }
        let Some(markup) = ours(&options) else { continue };
        let theirs = example["html"].as_str().expect("the example's HTML");
        assert_eq!(normalised(&markup.into_string()), normalised(theirs), "{component}: {}", example["name"]);
        compared += 1;
    }
    assert!(compared >= at_least, "{component}: only {compared} examples were compared");
}
