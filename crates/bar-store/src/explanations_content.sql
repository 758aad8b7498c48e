-- BLAKE3 of the stem that was explained: another bounce under the same name is not. Empty where nobody knows.
ALTER TABLE explanations ADD COLUMN content TEXT NOT NULL DEFAULT '';
