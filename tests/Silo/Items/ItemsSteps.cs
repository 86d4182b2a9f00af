using FsCheck;
using FsCheck.Fluent;

namespace Motia.Silo.Tests.Items;

/// <summary>Random steps over few keys and sizes from one byte to more than a page, so that pages are split, emptied and merged.</summary>
internal static class ItemsSteps
{
    private static readonly Gen<string> Keys = Gen.Choose(0, 30).Select(number => $"key-{number}");

    private static readonly Gen<int> Sizes = Gen.Frequency((4, Gen.Choose(0, 50)), (4, Gen.Choose(500, 3_000)), (1, Gen.Choose(7_000, 20_000)));

    private static readonly Gen<ItemsStep> Step = Gen.Frequency(
        (40, Keys.SelectMany(key => Sizes.SelectMany(size => Gen.Choose(0, 999_999).Select(stamp => new ItemsStep(ItemsStepKind.Set, key, size, stamp))))),
        (10, Keys.Select(key => new ItemsStep(ItemsStepKind.Get, key))),
        (25, Keys.Select(key => new ItemsStep(ItemsStepKind.Remove, key))),
        (1, Gen.Constant(new ItemsStep(ItemsStepKind.Clear))),
        (3, Gen.Constant(new ItemsStep(ItemsStepKind.Count))),
        (4, Gen.Constant(new ItemsStep(ItemsStepKind.Settle))),
        (4, Gen.Constant(new ItemsStep(ItemsStepKind.Restart))));

    /// <summary>Lists of steps of any kind.</summary>
    public static Arbitrary<ItemsStep[]> Any { get; } = Arb.From(Step.ArrayOf().Resize(150), Shrink);

    /// <summary>Steps from a seed, without restarts.</summary>
    public static ItemsStep[] Calls(int seed, int count) =>
        [.. Step.Where(step => step.Kind is not (ItemsStepKind.Restart or ItemsStepKind.Settle)).Sample(count, new Rnd((ulong)seed, 1), count)];

    private static IEnumerable<ItemsStep[]> Shrink(ItemsStep[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
            {
                yield return [.. steps[..start], .. steps[(start + size)..]];
            }
        }
    }
}
