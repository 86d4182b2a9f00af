using System.Buffers;
using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>uniqueItems</c>: pair by pair for a few items, by hash for many: no array costs the square of its length.</summary>
internal static class UniqueItems
{
    private const int FewItems = 8;

    public static bool Test(JsonElement array, ErrorCollector? errors)
    {
        var count = array.GetArrayLength();
        var (first, second) = count <= FewItems ? FindByPairs(array) : FindByHash(array, count);
        if (second < 0)
        {
            return true;
        }
        errors?.Add($"has equal items at {first} and {second}; each must be there only once");
        return false;
    }

    private static (int First, int Second) FindByPairs(JsonElement array)
    {
        var second = 0;
        foreach (var item in array.EnumerateArray())
        {
            var first = 0;
            foreach (var earlier in array.EnumerateArray())
            {
                if (first == second)
                {
                    break;
                }
                if (JsonEquality.AreEqual(earlier, item))
                {
                    return (first, second);
                }
                first++;
            }
            second++;
        }
        return (-1, -1);
    }

    private static (int First, int Second) FindByHash(JsonElement array, int count)
    {
        var items = ArrayPool<(int Hash, int Index, JsonElement Item)>.Shared.Rent(count);
        try
        {
            var filled = 0;
            foreach (var item in array.EnumerateArray())
            {
                items[filled] = (JsonHash.Of(item), filled, item);
                filled++;
            }
            items.AsSpan(0, count).Sort(static (left, right) =>
                left.Hash != right.Hash ? left.Hash.CompareTo(right.Hash) : left.Index.CompareTo(right.Index));
            for (var i = 1; i < count; i++)
            {
                for (var j = i - 1; j >= 0 && items[j].Hash == items[i].Hash; j--)
                {
                    if (JsonEquality.AreEqual(items[j].Item, items[i].Item))
                    {
                        return (items[j].Index, items[i].Index);
                    }
                }
            }
            return (-1, -1);
        }
        finally
        {
            ArrayPool<(int Hash, int Index, JsonElement Item)>.Shared.Return(items, clearArray: true);
        }
    }
}
