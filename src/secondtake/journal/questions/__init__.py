"""The question library: kinds, paraphrases, picking, import and export."""
