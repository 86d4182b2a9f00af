namespace Motia.Silo.Schemas.Keywords;

/// <summary>A check that can look at a text which is no value of its own: a member's name.</summary>
internal abstract class TextCheck : Check
{
    public abstract bool TestText(ReadOnlySpan<byte> text, ErrorCollector? errors);
}
