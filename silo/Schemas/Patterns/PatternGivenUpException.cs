namespace Motia.Silo.Schemas.Patterns;

/// <summary>
/// Ends a validation: what a text is worth is not known, so neither yes nor no would be right below a <c>not</c>, and a document of many such
/// texts must not cost the time limit again for each.
/// </summary>
internal sealed class PatternGivenUpException(string pattern, Exception cause)
    : Exception($"takes too long to match the pattern {pattern}", cause);
