using Motia.Grains;
using Motia.OrleansConformance.Tests.Calls;

namespace Motia.OrleansConformance.Tests.Contracts;

public sealed class ContractTests
{
    [Fact]
    public void Contracts_OfTheseTests_KeepTheRule() => Assert.Empty(GrainContracts.Check(typeof(ICallGrain).Assembly));

    [Fact]
    public void Contracts_OfTheProduct_KeepTheRule() => Assert.Empty(GrainContracts.Check(typeof(IStateGrain).Assembly));

    [Theory]
    [InlineData("IBrokenContract.Synchronous returns")]
    [InlineData("the result of IBrokenContract.SharedBytes is of type Byte[]")]
    [InlineData("MutableRecord.Number can be set")]
    [InlineData("parameter 'list' of IBrokenContract.Unmarked")]
    [InlineData("RecordOfShared.Shared is of type Dictionary`2")]
    [InlineData("RecordOfShared.Forgotten has no [Id]")]
    public void Contract_ThatBreaksTheRule_IsNamed(string beginning) =>
        Assert.Single(GrainContracts.Check([typeof(IBrokenContract)]), broken => broken.StartsWith(beginning, StringComparison.Ordinal));

    [Fact]
    public void Contract_ThatBreaksTheRule_IsNamedOnceForEachFault() => Assert.Equal(6, GrainContracts.Check([typeof(IBrokenContract)]).Count);
}
