namespace Motia;

/// <summary>A file of a multipart body.</summary>
/// <param name="Name">The form field's name.</param>
/// <param name="FileName">The file's name as the client gave it; not safe as a path.</param>
/// <param name="ContentType">The media type as the client gave it; <c>application/octet-stream</c> if it gave none.</param>
/// <param name="Bytes">The content.</param>
public sealed record ApiFile(string Name, string FileName, string ContentType, ReadOnlyMemory<byte> Bytes);
