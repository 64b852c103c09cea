//! What many pages show alike, made once: a template's value, and the hash that stands for it in the keys of these pages.
//!
//! Takes: views. Gives: [`Alike`], which is cheap to copy, and [`Kept`], where those of one run are found again.
//! Never: outlives the run: a page that is kept from one run to the next has the hash in its key.

use crate::source::digest;
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::{PoisonError, RwLock};

/// A view as templates get it.
#[derive(Debug)]
pub struct Alike<T> {
    value: tera::Value,
    key: u128,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + Hash> Alike<T> {
    /// Of a view.
    pub(in crate::render) fn of(view: &T) -> Alike<T> {
        Alike { value: tera::Value::from_serializable(view), key: digest(view), of: PhantomData }
    }

    /// Of a view with a list that is left empty in it.
    pub(in crate::render) fn with_list<U>(view: &T, name: &'static str, list: &[Alike<U>]) -> Alike<T> {
        let Alike { value, key, .. } = Alike::of(view);
        let mut map = value.into_map().unwrap_or_default();
        map.insert(name.into(), list.iter().map(Alike::value).collect::<Vec<_>>().into());
        Alike { value: map.into(), key: digest(&(key, list)), of: PhantomData }
    }
}

impl<T> Alike<T> {
    /// The value.
    pub(in crate::render) fn value(&self) -> tera::Value {
        self.value.clone()
    }
}

impl<T> Clone for Alike<T> {
    fn clone(&self) -> Alike<T> {
        Alike { value: self.value.clone(), key: self.key, of: PhantomData }
    }
}

/// Nothing.
impl<T> Default for Alike<T> {
    fn default() -> Alike<T> {
        Alike { value: ().into(), key: 0, of: PhantomData }
    }
}

impl<T> Hash for Alike<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// What was made in this run, by what it was made from.
#[derive(Debug)]
pub(in crate::render) struct Kept<K, T>(RwLock<HashMap<K, T>>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Kept<K, T> {
        Kept(RwLock::default())
    }
}

impl<K: Hash + Eq, T: Clone> Kept<K, T> {
    /// What was made from this, or is made now.
    pub(in crate::render) fn get(&self, from: K, make: impl FnOnce() -> T) -> T {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&from) {
            return known.clone();
        }
        let made = make();
        self.0.write().unwrap_or_else(PoisonError::into_inner).entry(from).or_insert(made).clone()
    }
}
