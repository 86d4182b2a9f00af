using Microsoft.Extensions.Primitives;

namespace Motia;

/// <summary>An HTTP request whose body was validated and read as <typeparamref name="TBody"/>.</summary>
/// <typeparam name="TBody">The body's type. JSON names are camelCase; required and non-nullable members must be there; unknown members are ignored; data annotations are
/// enforced. <c>byte[]</c> takes the bytes and <c>string</c> the text as received.</typeparam>
/// <param name="request">The request as middleware left it.</param>
/// <param name="body">The body.</param>
public sealed class ApiRequest<TBody>(ApiRequest request, TBody body)
{
    /// <summary>A request with nothing but a body, for unit tests of handlers.</summary>
    /// <param name="body">The body.</param>
    public ApiRequest(TBody body)
        : this(new ApiRequest(), body)
    {
    }

    /// <summary>The body.</summary>
    public TBody Body { get; } = body;

    /// <summary>The request as middleware left it.</summary>
    public ApiRequest Untyped { get; } = request;

    /// <inheritdoc cref="ApiRequest.Method"/>
    public string Method => Untyped.Method;

    /// <inheritdoc cref="ApiRequest.Path"/>
    public string Path => Untyped.Path;

    /// <inheritdoc cref="ApiRequest.PathParams"/>
    public IReadOnlyDictionary<string, string> PathParams => Untyped.PathParams;

    /// <inheritdoc cref="ApiRequest.QueryParams"/>
    public IReadOnlyDictionary<string, StringValues> QueryParams => Untyped.QueryParams;

    /// <inheritdoc cref="ApiRequest.Headers"/>
    public IReadOnlyDictionary<string, StringValues> Headers => Untyped.Headers;

    /// <inheritdoc cref="ApiRequest.RawBody"/>
    public string RawBody => Untyped.RawBody;

    /// <inheritdoc cref="ApiRequest.RawBytes"/>
    public ReadOnlyMemory<byte> RawBytes => Untyped.RawBytes;

    /// <inheritdoc cref="ApiRequest.Files"/>
    public IReadOnlyList<ApiFile> Files => Untyped.Files;

    /// <inheritdoc cref="ApiRequest.Items"/>
    public IDictionary<string, object?> Items => Untyped.Items;
}
