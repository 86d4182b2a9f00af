using Motia;

namespace Sample.Board;

/// <summary>The notes of every board: a group is a board. Whoever subscribes to a group sees each change as it is made.</summary>
public static class Notes
{
    public static readonly StreamDefinition<Note> Config = new()
    {
        Name = "notes",

        // Asked when somebody subscribes and again while they do; here all boards but one are everybody's.
        CanAccess = (subscription, auth) => new(subscription.GroupId != "private" || auth is not null),
    };
}
