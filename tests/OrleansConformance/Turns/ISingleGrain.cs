namespace Motia.OrleansConformance.Tests.Turns;

public interface ISingleGrain : IGrainWithStringKey
{
    /// <summary>What broke the rule that a grain has one activation; empty when nothing did.</summary>
    Task<string> Live(bool andDie);
}
