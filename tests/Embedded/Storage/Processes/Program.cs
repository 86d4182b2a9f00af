using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>The scenarios that run in a process of their own. Each prints what it saw; the test that started it judges.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["hold", string directory]:
                await using (SqliteRecordStore.Open(directory))
                {
                    Console.WriteLine("holding");
                    Console.ReadLine();
                }

                return 0;
            case ["write", string directory]:
                await CounterRecords.WriteForeverAsync(directory);
                return 0;
            case [string scenario, string directory, string fault]:
                await DiskScenarios.RunAsync(scenario, directory, new DiskFault(fault));
                return 0;
            default:
                Console.Error.WriteLine("Arguments: hold DIRECTORY | write DIRECTORY | SCENARIO DIRECTORY FAULT-FILE");
                return 2;
        }
    }
}
