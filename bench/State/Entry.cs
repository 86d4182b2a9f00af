namespace Motia.Bench.State;

/// <summary>A value that is kept: about a hundred bytes of JSON.</summary>
internal sealed record Entry(int Number, string Text, bool IsOpen)
{
    public static Entry Of(int number) => new(number, "A value of the size that flows keep between their steps, more or less", number % 2 == 0);
}
