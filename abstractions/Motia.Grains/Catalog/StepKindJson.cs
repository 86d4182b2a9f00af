using System.Text.Json;
using System.Text.Json.Serialization;

namespace Motia.Grains;

internal sealed class StepKindJson() : JsonStringEnumConverter<StepKind>(JsonNamingPolicy.CamelCase);
