using System.Buffers;

namespace Motia.Silo.Schemas.Text;

/// <summary>The decoded characters of a JSON string, on the stack when they fit, otherwise in a rented array.</summary>
internal readonly ref struct TextBuffer
{
    public const int OnStack = 256;

    private readonly char[]? _rented;

    public TextBuffer(ReadOnlySpan<byte> text, Span<char> stack)
    {
        _rented = text.Length > stack.Length ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        var chars = _rented ?? stack;
        Text = chars[..JsonText.Decode(text, chars)];
    }

    public Span<char> Text { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }
    }
}
