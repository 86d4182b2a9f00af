using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Motia.Grains;

namespace Motia.Silo.Api;

/// <summary>The request of an <see cref="ApiCall"/>. What nobody reads is not taken apart.</summary>
internal sealed class CallRequest : ApiRequest
{
    private readonly ApiCall _call;
    private IReadOnlyDictionary<string, string>? _pathParams;
    private IReadOnlyDictionary<string, StringValues>? _queryParams;
    private IReadOnlyDictionary<string, StringValues>? _headers;
    private ParsedBody? _parsed;
    private JsonNode? _body;
    private IReadOnlyList<ApiFile>? _files;
    private string? _rawBody;
    private bool _wasBodyRead;

    public CallRequest(ApiCall call)
    {
        _call = call;
        (Method, Path, RawBytes) = (call.Method, call.Path, call.Body);
        Kind = BodyKinds.Of(call.ContentType, call.Body.Length);
    }

    /// <summary>What the content type says the body is.</summary>
    public BodyKind Kind { get; }

    /// <summary>Whether middleware read or set the body as JSON, so that what it left is what counts.</summary>
    public bool WasBodyRead => _wasBodyRead;

    public override IReadOnlyDictionary<string, string> PathParams
    {
        get => _pathParams ??= Pairs(_call.PathParams);
        set => _pathParams = value;
    }

    public override IReadOnlyDictionary<string, StringValues> QueryParams
    {
        get => _queryParams ??= _call.QueryString.Length == 0 ? base.QueryParams : QueryHelpers.ParseQuery(_call.QueryString);
        set => _queryParams = value;
    }

    public override IReadOnlyDictionary<string, StringValues> Headers
    {
        get => _headers ??= Lists(_call.Headers);
        set => _headers = value;
    }

    public override JsonNode? Body
    {
        get
        {
            if (!_wasBodyRead)
            {
                _body = Parsed.Body;
                _wasBodyRead = true;
            }

            return _body;
        }

        set => (_body, _wasBodyRead) = (value, true);
    }

    public override string RawBody
    {
        get => _rawBody ??= BodyText.Decode(Kind, _call.ContentType, _call.Body.Span);
        set => _rawBody = value;
    }

    public override IReadOnlyList<ApiFile> Files
    {
        get => _files ?? Parsed.Files;
        set => _files = value;
    }

    private ParsedBody Parsed => _parsed ??= ParsedBody.Parse(Kind, _call.ContentType, _call.Body);

    private static Dictionary<string, string> Pairs(ImmutableArray<string> flat)
    {
        var pairs = new Dictionary<string, string>(flat.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i + 1 < flat.Length; i += 2)
        {
            pairs[flat[i]] = flat[i + 1];
        }

        return pairs;
    }

    private static Dictionary<string, StringValues> Lists(ImmutableArray<string> flat)
    {
        var lists = new Dictionary<string, StringValues>(flat.Length / 2, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < flat.Length; i += 2)
        {
            var name = flat[i].ToLowerInvariant();
            lists[name] = StringValues.Concat(lists.GetValueOrDefault(name), flat[i + 1]);
        }

        return lists;
    }
}
