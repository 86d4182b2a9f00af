using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Motia.Gateway.Control;

/// <summary>The <c>limit</c> and <c>after</c> that every list takes.</summary>
/// <param name="Limit">The most entries to answer.</param>
/// <param name="After">The <c>next</c> of the answer before; empty for the first page.</param>
internal sealed record Paging(int Limit, string After)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    public static Paging Parse(HttpRequest request)
    {
        var limit = request.Query["limit"].ToString();
        var count = DefaultLimit;
        if (limit.Length > 0
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MaximumLimit))
        {
            throw new ControlException($"\"limit\" is \"{limit}\"; it must be a whole number from 1 to {MaximumLimit} (default {DefaultLimit}).");
        }

        return new Paging(count, request.Query["after"].ToString());
    }

    /// <summary>The cursor as the number it is; 0 for the first page.</summary>
    public long AfterNumber() =>
        After.Length == 0 ? 0
        : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw WrongAfter(After);

    /// <summary>The cursor of the next page, where it is a number; null for 0, which says that nothing follows.</summary>
    public static string? NextOf(long number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Refuses a cursor that no answer gave.</summary>
    public static ControlException WrongAfter(string after) => new($"\"after\" is \"{after}\"; it must be the \"next\" of an earlier answer.");
}
