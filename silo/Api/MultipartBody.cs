using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Motia.Silo.Api;

/// <summary>Reads a multipart form.</summary>
internal static class MultipartBody
{
    private const int MaximumParts = 1000;

    /// <summary>Its fields as a JSON object and its files.</summary>
    /// <exception cref="BadBodyException">It is not a multipart form.</exception>
    public static ParsedBody Parse(string contentType, ReadOnlyMemory<byte> body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
        {
            throw new BadBodyException("The content type is multipart/form-data without a boundary; send one.");
        }

        try
        {
            return ReadAsync(new MultipartReader(boundary.ToString(), new MemoryStream(body.ToArray(), writable: false))).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new BadBodyException($"The body is not a multipart form: {exception.Message}");
        }
    }

    // Reads from memory, so it never waits.
    private static async Task<ParsedBody> ReadAsync(MultipartReader reader)
    {
        var fields = new List<KeyValuePair<string, StringValues>>();
        var files = new List<ApiFile>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            if (fields.Count + files.Count == MaximumParts)
            {
                throw new InvalidDataException($"it has more than {MaximumParts} parts.");
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw new InvalidDataException("a part has no content-disposition.");
            }

            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content);
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (disposition.IsFileDisposition())
            {
                var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
                files.Add(new ApiFile(name, fileName.ToString(), section.ContentType ?? "application/octet-stream", content.ToArray()));
            }
            else
            {
                fields.Add(new(name, Encoding.UTF8.GetString(content.ToArray())));
            }
        }

        var grouped = fields.GroupBy(field => field.Key, StringComparer.Ordinal)
            .Select(group => new KeyValuePair<string, StringValues>(group.Key, StringValues.Concat(default, group.Select(field => field.Value.ToString()).ToArray())));
        return new ParsedBody(ParsedBody.Fields(grouped), files);
    }
}
