namespace OwnHost;

public sealed class Greeter
{
    public string Greet(string name) => $"Good day, {name}.";
}
