"""补贴方案: what the public purse or the insurance pays of care, for whom, until when, as data of the district."""
