using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class AnnotationTests
{
    [Theory]
    [InlineData("name", """{"type":"string","minLength":1,"pattern":"\\S","maxLength":5}""")]
    [InlineData("maybe", """{"type":"string","minLength":1,"pattern":"\\S"}""")]
    [InlineData("blank", """{"type":"string"}""")]
    [InlineData("count", """{"type":"integer","minimum":1,"maximum":100}""")]
    [InlineData("wide", """{"type":"integer","minimum":0,"maximum":2147483647,"allOf":[{"maximum":5000000000}]}""")]
    [InlineData("share", """{"type":["number","null"],"exclusiveMinimum":0,"maximum":1}""")]
    [InlineData("price", """{"type":"number","exclusiveMinimum":-79228162514264337593543950335.5,"exclusiveMaximum":79228162514264337593543950335.5,"minimum":0.01,"maximum":99.99}""")]
    [InlineData("positive", """{"type":"number","minimum":0}""")]
    [InlineData("code", """{"type":"string","pattern":"^(?:[A-Z]{2}|x)$"}""")]
    [InlineData("tags", """{"type":"array","items":{"type":["string","null"]},"minItems":1,"maxItems":3}""")]
    [InlineData("labels", """{"type":"object","additionalProperties":{"type":["string","null"]},"maxProperties":2}""")]
    [InlineData("email", """{"type":["string","null"],"format":"email","pattern":"^[^@\\r\\n]+@[^@\\r\\n]+$"}""")]
    [InlineData("site", """{"type":["string","null"],"format":"uri","pattern":"^([Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://"}""")]
    [InlineData("level", """{"type":"string","enum":["low","high"]}""")]
    [InlineData("other", """{"type":"string","not":{"enum":["root"]}}""")]
    [InlineData("both", """{"type":"string","pattern":"^(?:a.*)$","minLength":2,"maxLength":4}""")]
    [InlineData("secret", """{"type":["string","null"]}""")]
    public void Annotation_OfAMember_BecomesItsKeyword(string member, string expected)
    {
        using var schema = JsonDocument.Parse(TypeSchema.For(typeof(Annotated), JsonOptions.Strict).Schema.Source.GetRawText());
        var actual = schema.RootElement.GetProperty("properties").GetProperty(member).GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
    }

    [Fact]
    public void Annotation_Required_MakesTheMemberRequired()
    {
        var source = TypeSchema.For(typeof(Annotated), JsonOptions.Strict).Schema.Source;
        Assert.Equal(["name", "maybe", "blank"], source.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData(typeof(OnParameters))]
    [InlineData(typeof(OnProperties))]
    public void Annotation_OnARecord_CountsOnParameterAndProperty(Type type)
    {
        var schema = TypeSchema.For(type, JsonOptions.Strict);
        using var document = JsonDocument.Parse("""{"name":"toolong","count":0}""");
        Assert.Equal(["name", "count"], schema.Schema.Validate(document.RootElement).Select(error => error.Path));
        Assert.False(schema.EnforcedByDeserializer);
    }

    [Theory]
    [InlineData("\"a@b\"", true)]
    [InlineData("\"@b\"", false)]
    [InlineData("\"a@b@c\"", false)]
    [InlineData("\"ab\"", false)]
    [InlineData("null", true)]
    public void Annotation_Email_AllowsWhatTheAttributeAllows(string value, bool valid)
    {
        Assert.Equal(valid, new EmailAddressAttribute().IsValid(JsonSerializer.Deserialize<string>(value)));
        using var document = JsonDocument.Parse($$"""{"email":{{value}}}""");
        Assert.Equal(valid, TypeSchema.For(typeof(Contact), JsonOptions.Strict).Schema.IsValid(document.RootElement));
    }

    [Theory]
    [InlineData(typeof(WithPhone), "WithPhone.Number", "has [Phone], which a schema cannot express; use Required, Range,")]
    [InlineData(typeof(WithCompare), "WithCompare.Again", "has [Compare], which")]
    [InlineData(typeof(WithDateRange), "WithDateRange.Day", "has [Range], which is for numbers, on DateTime")]
    [InlineData(typeof(WithLengthOfNumber), "WithLengthOfNumber.Number", "has [MinLength], which is for strings, collections and dictionaries, on Int32")]
    [InlineData(typeof(ChecksItself), "ChecksItself", "has IValidatableObject, which a schema cannot express")]
    [InlineData(typeof(WithBadPattern), "#/properties/text/pattern", "is not a regular expression of ECMA-262")]
    public void Annotation_NoKeywordStandsFor_IsRefusedWithMemberAndAdvice(Type type, string location, string reason)
    {
        var refusal = Assert.Throws<JsonSchemaException>(() => TypeSchema.For(type, JsonOptions.Strict));
        Assert.Equal(location, refusal.Location);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    internal sealed class Annotated
    {
        [Required, MaxLength(5)]
        public string Name { get; init; } = "";

        [Required]
        public string? Maybe { get; init; }

        [Required(AllowEmptyStrings = true)]
        public string Blank { get; init; } = "";

        [Range(1, 100)]
        public int Count { get; init; }

        [Range(0, 5e9)]
        public int Wide { get; init; }

        [Range(0d, 1d, MinimumIsExclusive = true)]
        public double? Share { get; init; }

        [Range(typeof(decimal), "0.01", "99.99")]
        public decimal Price { get; init; }

        [Range(0, double.PositiveInfinity)]
        public double Positive { get; init; }

        [RegularExpression("[A-Z]{2}|x")]
        public string Code { get; init; } = "";

        [Length(1, 3)]
        public List<string> Tags { get; init; } = [];

        [MaxLength(2)]
        public Dictionary<string, string> Labels { get; init; } = [];

        [EmailAddress]
        public string? Email { get; init; }

        [Url]
        public string? Site { get; init; }

        [AllowedValues("low", "high")]
        public string Level { get; init; } = "low";

        [DeniedValues("root")]
        public string Other { get; init; } = "";

        [RegularExpression("a.*"), StringLength(4, MinimumLength = 2)]
        public string Both { get; init; } = "";

        [DataType(DataType.Password)]
        public string? Secret { get; init; }
    }

    internal sealed record OnParameters([StringLength(5)] string Name, [Range(1, 9)] int Count);

    internal sealed record OnProperties([property: StringLength(5)] string Name, [property: Range(1, 9)] int Count);

    internal sealed record Contact([EmailAddress] string? Email);

    internal sealed record WithPhone([property: Phone] string Number);

    internal sealed record WithCompare(string Once, [property: Compare("Once")] string Again);

    internal sealed record WithDateRange([property: Range(typeof(DateTime), "2020-01-01", "2030-01-01")] DateTime Day);

    internal sealed record WithLengthOfNumber([property: MinLength(1)] int Number);

    internal sealed record WithBadPattern([property: RegularExpression("(?i)x")] string Text);

    internal sealed record ChecksItself(string Text) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => [];
    }
}
