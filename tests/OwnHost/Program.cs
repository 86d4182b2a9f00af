// The host of docs/running.md, and an endpoint and a step of its own: tests/Docs runs it.
using Motia;

var builder = WebApplication.CreateBuilder(args);
builder.AddMotia(motia => motia.AddSteps(typeof(Program).Assembly));

var app = builder.Build();
app.MapGet("/own", () => "the host's own");
app.MapMotia();
app.Run();
