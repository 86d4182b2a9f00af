namespace Motia.OrleansConformance.Tests.Timeouts;

public interface ISlowGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:00:01")]
    Task PassBriefly(string name);

    Task Pass(string name);

    [ResponseTimeout("00:00:01")]
    ValueTask<int> PassBrieflyByValue(string name);
}
