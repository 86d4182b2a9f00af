namespace Sample.Postcards;

public sealed record Postcard(string To, string Text, int Stamp, string Box, IReadOnlyList<string> Through);
