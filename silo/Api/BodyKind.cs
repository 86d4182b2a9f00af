namespace Motia.Silo.Api;

/// <summary>What a request's content type says its body is.</summary>
internal enum BodyKind
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A urlencoded form.</summary>
    Form,

    /// <summary>A multipart form.</summary>
    Multipart,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Anything else.</summary>
    Bytes,
}
