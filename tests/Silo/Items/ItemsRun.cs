using System.Text;
using Motia.Silo.Items;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

/// <summary>One activation of paged items on a disk, in a simulation.</summary>
internal sealed class ItemsRun : IItemsOwner
{
    public static readonly ItemStateNames Names = new("items", "items-page");

    public ItemsRun(Disk disk, int seed = 1, int? crashAt = null, int? failAt = null, bool doesIt = false, int cachedBytes = ItemLimits.CachedBytes)
    {
        Simulation = new(seed);
        Storage = new(disk, Simulation) { CrashAt = crashAt, FailAt = failAt, DoesIt = doesIt };
        Items = new(new(Storage, GrainId.Create("items", "g:group")), Names, this, cachedBytes) { Name = "group" };
    }

    public Simulation Simulation { get; }

    public SimulatedStorage Storage { get; }

    public PagedItems Items { get; }

    public int Emptied { get; private set; }

    public Exception? Failure { get; private set; }

    public void ItemsEmptied() => Emptied++;

    public void ItemsFailed(Exception cause) => Failure = cause;

    public void Set(string key, string value) => Simulation.Run(() => Items.SetAsync(key, Encoding.UTF8.GetBytes(value)).AsTask());

    public string? Get(string key) => Text(Simulation.Run(() => Items.GetAsync(key).AsTask()));

    public string? Remove(string key) => Text(Simulation.Run(() => Items.RemoveAsync(key).AsTask()));

    public bool Clear() => Simulation.Run(Items.ClearAsync);

    public int Count() => Simulation.Run(Items.CountAsync);

    /// <summary>All items, in order, as <c>key=value</c>.</summary>
    public List<string> All(int limit = 7)
    {
        var all = new List<string>();
        for (var (after, more) = (0L, true); more;)
        {
            var start = after;
            (var items, more) = Simulation.Run(() => Items.ListAsync(start, limit, 1024 * 1024));
            all.AddRange(items.Select(item => $"{item.Key}={Text(item.Value)}"));
            after = more ? items[^1].Sequence : 0;
        }

        return all;
    }

    /// <summary>Lets what runs in the background come to its end.</summary>
    public void Settle() => Simulation.Run();

    public static string? Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>The names of the records that the root on the disk leads to.</summary>
    public static SortedSet<string> Reachable(Disk disk)
    {
        var reachable = new SortedSet<string>(StringComparer.Ordinal);
        if (disk.Records.TryGetValue("items/g:group", out var root))
        {
            reachable.Add("items/g:group");
            ItemRoot.Decode("root", root.Payload, number =>
            {
                if (number > 0)
                {
                    reachable.Add($"items-page/p:{number}.g.group");
                }

                return new(number, null!) { Saves = null! };
            });
        }

        return reachable;
    }
}
