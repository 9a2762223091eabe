"""申请: what an elder needs, who asked, where it stands in the queue, and which operator it goes to."""
