"""Finding people among very many: by place, name, number, tag and status, at the same cost in any district."""
