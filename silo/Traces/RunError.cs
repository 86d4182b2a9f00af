namespace Motia.Silo.Traces;

/// <summary>What a run's record keeps of an error: all of a short one, of a long one its beginning and its end. Node's innermost frames stand first, Python's last.</summary>
internal static class RunError
{
    private const int Longest = 2_000;
    private const int Beginning = 1_200;

    public static string Of(string error) => error.Length <= Longest ? error : $"{error[..Beginning]}\n…\n{error[^(Longest - Beginning)..]}";
}
