//! The lead officer in a form: a post from the register, or one that is not in it yet and is added.

use access::By;
use db::WriteTransaction;
use foundation::text::clean_line;
use maud::{Markup, html};
use ui::FormState;
use web::{Result, SubmittedForm, TextAnswer};

/// The longest title of a post.
const LONGEST: usize = 160;

/// The names of the two fields.
pub(crate) struct LeadOfficerFields {
    /// The list of posts.
    pub listed: &'static str,
    /// A post that is not in the list, which takes precedence.
    pub other: &'static str,
}

impl LeadOfficerFields {
    /// Reads the title of the post.
    pub(crate) fn read<'a>(&self, form: &'a mut SubmittedForm) -> TextAnswer<'a> {
        let is_listed = clean_line(form.value(self.other)).is_empty();
        let (field, label) = if is_listed { (self.listed, "Lead officer") } else { (self.other, "Post") };
        form.line(field).at_most(LONGEST, label)
    }

    /// Renders the fields.
    pub(crate) fn render(&self, form: &FormState, posts: &[String]) -> Markup {
        let posts: Vec<(&str, &str)> = posts.iter().map(|post| (post.as_str(), post.as_str())).collect();
        let list =
            ui::Select { name: self.listed, label: "Lead officer", hint: Some("The post, not the person"), ..Default::default() };
        html! {
            (form.select(&list, Some("Not named"), &posts))
            (form.input(&ui::Input {
                name: self.other, label: "Post not in the list",
                hint: Some("Leave blank unless the post is new. It is added to the officers’ posts."), ..Default::default()
            }))
        }
    }
}

/// Returns the title as it is in the register of posts, adding the post if it is new.
pub(crate) async fn registered(transaction: &WriteTransaction, title: Option<&str>, by: By<'_>) -> Result<Option<String>> {
    Ok(match title {
        Some(title) => Some(directory::post_store::named(transaction, title, by).await?),
        None => None,
    })
}
