using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>What a group's root record says. Its bytes: format, kind, name, the numbers, the strays, then the items (inline) or the tree (paged) in preorder.</summary>
/// <param name="Name">The owner's name for the group.</param>
/// <param name="Sequence">Sequence numbers from this one on were never given.</param>
/// <param name="Page">Page numbers from this one on were never given.</param>
/// <param name="Strays">The numbers of pages that are not in the tree and may have a record, which is to be deleted.</param>
/// <param name="Tree">The tree.</param>
internal sealed record ItemRoot(string Name, long Sequence, long Page, IReadOnlyCollection<int> Strays, ItemNode Tree)
{
    private const byte Format = 1;
    private const byte Inline = 0;
    private const byte Paged = 1;
    private const int Branch = 0;
    private const int Empty = 1;
    private const int FirstPage = 2;

    public byte[] Encode()
    {
        var payload = GC.AllocateUninitializedArray<byte>(
            2 + RecordWriter.SizeOfText(Name) + RecordWriter.SizeOfNumber(Sequence) + RecordWriter.SizeOfNumber(Page) + SizeOfStrays() + SizeOf(Tree));
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.Write(Tree.Page is { IsRoot: true } ? Inline : Paged);
        writer.WriteText(Name);
        writer.WriteNumber(Sequence);
        writer.WriteNumber(Page);
        writer.WriteNumber(Strays.Count);
        foreach (var stray in Strays)
        {
            writer.WriteNumber(stray);
        }

        Write(ref writer, Tree);
        return payload;
    }

    /// <summary>Reads a root.</summary>
    /// <param name="record">The record, as errors name it.</param>
    /// <param name="payload">The record's bytes.</param>
    /// <param name="open">Makes the page with a number; 0 for the root's own.</param>
    public static ItemRoot Decode(string record, byte[] payload, Func<int, ItemPage> open)
    {
        var reader = new RecordReader(record, payload, Format);
        var kind = reader.ReadByte();
        var name = reader.ReadText();
        var sequence = reader.ReadNumber();
        var page = reader.ReadNumber();
        var strays = new int[reader.ReadCount()];
        for (var index = 0; index < strays.Length; index++)
        {
            strays[index] = reader.ReadCount();
        }

        var tree = new ItemNode(0);
        if (kind == Inline)
        {
            tree.Place(open(0));
            tree.Page!.Items = ReadItems(record, reader.ReadRest());
        }
        else if (kind == Paged)
        {
            ReadInto(ref reader, tree, open);
        }
        else
        {
            throw reader.Damaged($"its kind is {kind}");
        }

        return reader.AtEnd ? new(name, sequence, page, strays, tree) : throw reader.Damaged($"it goes on after {reader.Position}");
    }

    private static ItemList ReadItems(string record, ReadOnlySpan<byte> items)
    {
        byte[] page = [Format, .. items];
        return ItemList.Read(record, page);
    }

    private static void ReadInto(ref RecordReader reader, ItemNode node, Func<int, ItemPage> open)
    {
        switch (reader.ReadCount())
        {
            case Branch when node.Depth < ItemLimits.Depth:
                node.Divide();
                ReadInto(ref reader, node.Zero!, open);
                ReadInto(ref reader, node.One!, open);
                break;
            case Branch:
                throw reader.Damaged("its tree is too deep");
            case Empty:
                break;
            case var number:
                node.Place(open(number - FirstPage + 1));
                break;
        }
    }

    private static void Write(ref RecordWriter writer, ItemNode node)
    {
        if (!node.IsLeaf)
        {
            writer.WriteNumber(Branch);
            Write(ref writer, node.Zero!);
            Write(ref writer, node.One!);
        }
        else if (node.Page is { IsRoot: true })
        {
            writer.Write(node.Page.Items!.Stored);
        }
        else
        {
            writer.WriteNumber(Code(node));
        }
    }

    private static int SizeOf(ItemNode node) =>
        !node.IsLeaf ? RecordWriter.SizeOfNumber(Branch) + SizeOf(node.Zero!) + SizeOf(node.One!)
        : node.Page is { IsRoot: true } ? node.Page.Items!.Size
        : RecordWriter.SizeOfNumber(Code(node));

    // A page that is not placed yet is not in the store, or its root isn't: to the root it is a leaf without one.
    private static int Code(ItemNode leaf) => leaf.Page is { IsPlaced: true } page ? page.Number - 1 + FirstPage : Empty;

    private int SizeOfStrays()
    {
        var size = RecordWriter.SizeOfNumber(Strays.Count);
        foreach (var stray in Strays)
        {
            size += RecordWriter.SizeOfNumber(stray);
        }

        return size;
    }
}
