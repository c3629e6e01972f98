"""How news travels from whoever knows to every screen that shows it."""
