-- What a category is about, in a sentence or two for readers and search engines; empty where nobody has said it.

alter table category add column description text not null default '' check (char_length(description) <= 300);
