namespace Motia.OrleansConformance.Tests.Contracts;

/// <summary>Breaks the rule in every way. It is no grain interface, so that no runtime takes it for one.</summary>
public interface IBrokenContract
{
    int Synchronous();

    Task<byte[]> SharedBytes();

    Task Mutable(MutableRecord record);

    Task Unmarked(List<string> list);

    Task InsideARecord(RecordOfShared record);
}
