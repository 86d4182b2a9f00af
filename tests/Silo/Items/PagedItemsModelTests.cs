using FsCheck;
using FsCheck.Fluent;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsModelTests
{
    [Fact]
    public void Calls_InAnyOrderWithRestarts_BehaveAsAnOrderedDictionary() =>
        Prop.ForAll(ItemsSteps.Any, Follow).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Follow(ItemsStep[] steps)
    {
        var (disk, model) = (new Disk(), new ItemsModel());
        var run = new ItemsRun(disk);
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case ItemsStepKind.Restart:
                    run = new(disk, cachedBytes: 20_000);
                    break;
                case ItemsStepKind.Settle:
                    run.Settle();
                    break;
                case ItemsStepKind.Get:
                    Assert.Equal(model.Get(step.Key), run.Get(step.Key));
                    break;
                case ItemsStepKind.Remove:
                    Assert.Equal(model.Get(step.Key), run.Remove(step.Key));
                    model.Remove(step.Key);
                    break;
                case ItemsStepKind.Count:
                    Assert.Equal(model.Count, run.Count());
                    break;
                default:
                    run.Simulation.Run(() => step.DoAsync(run));
                    step.Do(model);
                    break;
            }
        }

        Assert.Equal(model.All(), run.All());
        run.Settle();
        Assert.Equal(ItemsRun.Reachable(disk), disk.Records.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(model.All(), new ItemsRun(disk).All());
    }
}
