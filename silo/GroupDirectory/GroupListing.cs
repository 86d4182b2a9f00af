using Motia.Grains;

namespace Motia.Silo.GroupDirectory;

/// <summary>Keeps a group's name in the directory, as seen from the group's own grain: one call at a time, in order.</summary>
/// <param name="directory">The directory grain of a name.</param>
/// <param name="failed">Is told why a name could not be forgotten.</param>
internal sealed class GroupListing(Func<string, IDirectoryGrain> directory, Action<string, string> failed)
{
    private Task _last = Task.CompletedTask;
    private Task<StateAnswer>? _noted;
    private bool _forgotten;

    /// <summary>Done when the name is durably noted. Costs a call only the first time in an activation, and after <see cref="Forget"/>.</summary>
    public Task<StateAnswer> NoteAsync(string name)
    {
        if (_noted is null or { IsCompletedSuccessfully: true, Result.Outcome: not StateOutcome.Missing })
        {
            _noted = AddAsync(name, _last);
            (_last, _forgotten) = (_noted, false);
        }

        return _noted;
    }

    /// <summary>Removes the name in the background. A name that stays is no harm: whoever lists groups leaves out the empty ones.</summary>
    public void Forget(string name)
    {
        if (!_forgotten)
        {
            (_forgotten, _noted) = (true, null);
            _last = RemoveAsync(name, _last);
        }
    }

    private async Task<StateAnswer> AddAsync(string name, Task before)
    {
        try
        {
            await before;
            return await directory(name).Add(name);
        }
        catch (Exception failure)
        {
            return new(StateOutcome.Unavailable, Message: $"The group could not be noted in the directory: {failure.Message}");
        }
    }

    private async Task RemoveAsync(string name, Task before)
    {
        try
        {
            await before;
            var answer = await directory(name).Remove(name);
            if (answer.Outcome != StateOutcome.Missing)
            {
                failed(name, answer.Message ?? answer.Outcome.ToString());
            }
        }
        catch (Exception failure)
        {
            failed(name, failure.Message);
        }
    }
}
