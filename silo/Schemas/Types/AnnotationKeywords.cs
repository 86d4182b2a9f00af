using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Motia.Silo.Schemas.Types;

/// <summary>The keywords of a data annotation. One that no keyword stands for is refused, since nobody else would check it.</summary>
internal static class AnnotationKeywords
{
    // What EmailAddressAttribute and UrlAttribute check.
    private const string Email = @"^[^@\r\n]+@[^@\r\n]+$";

    private const string Url = "^([Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://";

    public static JsonObject Of(ValidationAttribute attribute, AnnotatedMember member) => attribute switch
    {
        RangeAttribute range => Range(range, member),
        MinLengthAttribute length => Count(length, member, length.Length, null),
        MaxLengthAttribute length => Count(length, member, null, length.Length < 0 ? null : length.Length),
        LengthAttribute length => Count(length, member, length.MinimumLength, length.MaximumLength),
        StringLengthAttribute length => Count(length, member, length.MinimumLength, length.MaximumLength),
        RegularExpressionAttribute expression => new JsonObject { ["pattern"] = $"^(?:{expression.Pattern})$" },
        EmailAddressAttribute => new JsonObject { ["format"] = "email", ["pattern"] = Email },
        UrlAttribute => new JsonObject { ["format"] = "uri", ["pattern"] = Url },
        AllowedValuesAttribute values => new JsonObject { ["enum"] = Values(values.Values, member) },
        DeniedValuesAttribute values => new JsonObject { ["not"] = new JsonObject { ["enum"] = Values(values.Values, member) } },
        DataTypeAttribute when attribute.GetType() == typeof(DataTypeAttribute) => [],
        _ => throw Refusal(
            attribute,
            member,
            "a schema cannot express; use Required, Range, MinLength, MaxLength, Length, StringLength, RegularExpression, EmailAddress, "
                + "Url, AllowedValues or DeniedValues, or check it in the handler"),
    };

    private static JsonObject Range(RangeAttribute range, AnnotatedMember member)
    {
        if (!member.IsNumber)
        {
            throw Refusal(range, member, $"is for numbers, on {member.Type.Name}");
        }
        var keywords = new JsonObject();
        if (Limit(range.Minimum, range, member) is { } minimum)
        {
            keywords.Add(range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", minimum);
        }
        if (Limit(range.Maximum, range, member) is { } maximum)
        {
            keywords.Add(range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", maximum);
        }
        return keywords;
    }

    // null for an infinite end.
    private static JsonValue? Limit(object limit, RangeAttribute range, AnnotatedMember member)
    {
        var text = Convert.ToString(limit, CultureInfo.InvariantCulture);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return !double.IsFinite(number) ? null
                : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? JsonValue.Create(exact)
                : JsonValue.Create(number);
        }
        throw Refusal(range, member, $"has the limit \"{text}\", which is no number");
    }

    private static JsonObject Count(ValidationAttribute attribute, AnnotatedMember member, int? minimum, int? maximum)
    {
        var counted = member.Counted
            ?? throw Refusal(attribute, member, $"is for strings, collections and dictionaries, on {member.Type.Name}");
        var keywords = new JsonObject();
        if (minimum > 0)
        {
            keywords.Add($"min{counted}", minimum);
        }
        if (maximum is not null)
        {
            keywords.Add($"max{counted}", maximum);
        }
        return keywords;
    }

    private static JsonArray Values(object?[] values, AnnotatedMember member) =>
        [.. values.Select(value => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), member.Options))];

    private static JsonSchemaException Refusal(ValidationAttribute attribute, AnnotatedMember member, string reason)
    {
        var name = attribute.GetType().Name;
        var shown = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        return new JsonSchemaException(member.Name, $"has [{shown}], which {reason}.");
    }
}
