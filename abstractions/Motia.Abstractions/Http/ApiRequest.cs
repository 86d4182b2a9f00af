using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Motia;

/// <summary>An HTTP request, as middleware and handlers without a body type see it.</summary>
/// <remarks>Middleware may change it: what it sets is what the handler gets. A unit test sets the members it needs.</remarks>
public class ApiRequest
{
    private static readonly Dictionary<string, string> NoPathParams = [];
    private static readonly Dictionary<string, StringValues> NoValues = [];
    private Dictionary<string, object?>? _items;
    private JsonNode? _body;
    private bool _isBodySet;

    /// <summary>GET, POST, PUT, DELETE, PATCH, OPTIONS or HEAD. Default: GET.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>The path, percent-decoded, without the query. Default: <c>/</c>.</summary>
    public string Path { get; set; } = "/";

    /// <summary>The route's parameters by name, percent-decoded; an optional one that is absent has no entry. What <c>*</c> took is under <c>*</c>.</summary>
    public virtual IReadOnlyDictionary<string, string> PathParams { get; set; } = NoPathParams;

    /// <summary>The query's values by name, percent-decoded; a name that comes twice has two.</summary>
    public virtual IReadOnlyDictionary<string, StringValues> QueryParams { get; set; } = NoValues;

    /// <summary>The headers by lower-case name, looked up without regard to case.</summary>
    public virtual IReadOnlyDictionary<string, StringValues> Headers { get; set; } = NoValues;

    /// <summary>The body as JSON: what JSON says, the fields of a form as an object of strings, text as a string; an empty object if there is no body. Null for JSON
    /// <c>null</c> and for bytes of any other content type: read <see cref="RawBytes"/>.</summary>
    public virtual JsonNode? Body
    {
        get => _isBodySet ? _body : Body = new JsonObject();
        set => (_body, _isBodySet) = (value, true);
    }

    /// <summary>The exact text received; empty if there is no body or it is neither JSON, a form nor text.</summary>
    public virtual string RawBody { get; set; } = "";

    /// <summary>The exact bytes received.</summary>
    public ReadOnlyMemory<byte> RawBytes { get; set; }

    /// <summary>The files of a multipart body, in order; otherwise none.</summary>
    public virtual IReadOnlyList<ApiFile> Files { get; set; } = [];

    /// <summary>Whatever middleware wants to hand on: a user, a tenant.</summary>
    public IDictionary<string, object?> Items => _items ??= new(StringComparer.Ordinal);
}
