namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A list that a failed test can show.</summary>
/// <param name="Items">What was found.</param>
internal sealed record Found<T>(IReadOnlyList<T> Items)
{
    public override string ToString() => $"{Items.Count} of them{string.Concat(Items.Take(20).Select(item => $"\n{item}"))}";
}
