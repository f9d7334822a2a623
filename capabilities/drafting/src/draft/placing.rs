//! Replaces references to images and charts in a text.

use crate::draft_files::{DraftFile, FileUse};
use crate::inserted_figures::live::chart;
use documents::{Block, Picture};
use figures::{Form, Frozen};

/// What a text may refer to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named<'a> {
    pub files: &'a [DraftFile],
    pub figures: &'a [Frozen],
}

/// Returns the name by which a text refers to the chart of a figure, given the figure's index from 0.
pub(crate) fn chart_reference(place: usize) -> String {
    format!("figure-chart-{place}")
}

/// Returns the blocks with their images and charts in place, and what is wrong with any. A message replaces whatever cannot be
/// found, so that readers notice the gap.
pub(crate) fn placed(blocks: Vec<Block>, named: Named<'_>) -> (Vec<Block>, Vec<String>) {
    let mut faults = Vec::new();
    let blocks = inside(blocks, named, &mut faults);
    (blocks, faults)
}

fn inside(blocks: Vec<Block>, named: Named<'_>, faults: &mut Vec<String>) -> Vec<Block> {
    let place = |block| match block {
        Block::Picture(picture) => one(picture, named, faults),
        Block::List { style, mut items } => {
            for item in &mut items {
                item.blocks = inside(std::mem::take(&mut item.blocks), named, faults);
            }
            Block::List { style, items }
        }
        other => other,
    };
    blocks.into_iter().map(place).collect()
}

fn one(picture: Picture, named: Named<'_>, faults: &mut Vec<String>) -> Block {
    let of_figure = picture.file.strip_prefix("figure-chart-").and_then(|place| place.parse::<usize>().ok());
    if let Some(figure) = of_figure.and_then(|place| named.figures.get(place)).filter(|figure| figure.form == Form::Chart) {
        return chart(figure);
    }
    let file = named.files.iter().find(|file| file.usage == FileUse::Picture && file.reference() == picture.file);
    let Some(file) = file else {
        let shown: String = picture.file.chars().take(60).collect();
        faults.push(format!(
            "“{shown}” is not an image of this report. Upload it under Images and files, or remove it from the text"
        ));
        return Block::paragraph(format!("(image: {shown})"));
    };
    let typed = picture.alternative.trim();
    let alternative = if typed.is_empty() { file.description.clone() } else { typed.to_owned() };
    if alternative.is_empty() {
        faults.push(format!("“{}” has no alternative text. Enter it under Images and files", file.reference()));
    }
    Block::Picture(Picture {
        file: file.hash.clone(),
        alternative,
        caption: picture.caption,
        width: file.width,
        height: file.height,
    })
}

/// Returns the hashes of the images in these blocks.
pub(crate) fn pictures_in<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Vec<&'a str> {
    let mut hashes = Vec::new();
    for block in blocks {
        block.each(&mut |block| {
            if let Block::Picture(picture) = block {
                hashes.push(picture.file.as_str());
            }
        });
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(number: i32, usage: FileUse, description: &str) -> DraftFile {
        DraftFile {
            number,
            usage,
            hash: format!("hash-{number}"),
            name: "lamp.png".into(),
            content_type: "image/png".into(),
            size: 12,
            width: 40,
            height: 30,
            description: description.into(),
        }
    }

    #[test]
    fn pictures_find_their_files_and_their_alternative_texts() {
        let files = [file(1, FileUse::Picture, "A lamp"), file(2, FileUse::Picture, ""), file(3, FileUse::Attachment, "Counts")];
        let named = Named { files: &files, figures: &[] };
        let text = "![](picture-1)\n\n- ![A quay](picture-1 \"The quay\")\n\n![](picture-2)\n\n![x](picture-3)\n\n![x](https://a.example/x.png)";
        let (blocks, faults) = placed(markdown::blocks(text), named);
        let Block::Picture(first) = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!((first.file.as_str(), first.alternative.as_str(), first.width), ("hash-1", "A lamp", 40));
        let Block::List { items, .. } = &blocks[1] else { panic!("{blocks:?}") };
        let Block::Picture(second) = &items[0].blocks[0] else { panic!("{items:?}") };
        assert_eq!((second.alternative.as_str(), second.caption.as_deref()), ("A quay", Some("The quay")));
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(
            faults[0].contains("picture-2") && faults[1].contains("picture-3") && faults[2].contains("a.example"),
            "{faults:?}"
        );
        assert_eq!(pictures_in(&blocks), ["hash-1", "hash-1", "hash-2"]);
    }
}
