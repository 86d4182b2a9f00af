using Motia;

namespace Bench.Events;

/// <summary>GET /events tells how many were handled.</summary>
public static class ReadCount
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "ReadCount", Method = "GET", Path = "/events" };

    /// <summary>The handler.</summary>
    public static ApiResponse Handler(ApiRequest request) => ApiResponse.Json(200, new { count = CountEvent.Count });
}
