using FsCheck;
using FsCheck.Fluent;
using Motia.Silo.Records;

namespace Motia.Silo.Tests.Records;

public sealed class RecordBytesTests
{
    [Fact]
    public void Numbers_WrittenAndRead_AreTheSameAndTakeTheirSize() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>(),
        number =>
        {
            foreach (var one in new[] { number, -number, number * number, long.MaxValue, long.MinValue, 0, 127, 128 })
            {
                var bytes = new byte[1 + RecordWriter.SizeOfNumber(one)];
                var writer = new RecordWriter(bytes);
                writer.Write((byte)1);
                writer.WriteNumber(one);
                var reader = new RecordReader("r", bytes, 1);
                Assert.Equal(one, reader.ReadNumber());
                Assert.True(reader.AtEnd);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("größer 🍏 \0")]
    public void Texts_WrittenAndRead_AreTheSameAndTakeTheirSize(string text)
    {
        var bytes = new byte[1 + RecordWriter.SizeOfText(text)];
        var writer = new RecordWriter(bytes);
        writer.Write((byte)1);
        writer.WriteText(text);

        var reader = new RecordReader("r", bytes, 1);
        Assert.Equal(text, reader.ReadText());
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData(new byte[0], "bytes are missing")]
    [InlineData(new byte[] { 0 }, "format is 0")]
    [InlineData(new byte[] { 3 }, "has format 3; this build reads formats 1 to 2")]
    [InlineData(new byte[] { 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "does not end")]
    [InlineData(new byte[] { 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, "is too large")]
    [InlineData(new byte[] { 1, 5, 65 }, "5 bytes are missing at 2 of 3")]
    public void Bytes_ThatAreNoRecord_AreRefusedByName(byte[] bytes, string problem)
    {
        var refused = Assert.Throws<RecordFormatException>(() =>
        {
            var reader = new RecordReader("state/g:orders", bytes, 2);
            reader.ReadText();
        });

        Assert.Contains("state/g:orders", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }
}
