"""The CC0 person's mesh, textures and renderer."""
