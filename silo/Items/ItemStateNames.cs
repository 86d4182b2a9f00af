namespace Motia.Silo.Items;

/// <summary>The state names of a grain's items; unique across grain types, of letters and hyphens.</summary>
/// <param name="Root">Names the root record.</param>
/// <param name="Page">Names the page records.</param>
internal sealed record ItemStateNames(string Root, string Page);
