namespace Motia;

/// <summary>A query parameter that an <see cref="ApiStep"/> reads.</summary>
/// <param name="Name">Its name in the query string.</param>
/// <param name="Description">A sentence for people; default none.</param>
public sealed record QueryParam(string Name, string? Description = null);
