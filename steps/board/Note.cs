namespace Sample.Board;

/// <summary>A note on the board. Its id is the one it is kept under; the stream sees to that.</summary>
public sealed record Note(string Text, string Author, int Likes = 0, string Id = "");
