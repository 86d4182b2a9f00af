namespace Motia.Silo.Tests.Schemas;

/// <summary>Schemas as the tools that step authors use write them, captured from those tools.</summary>
internal static class CapturedSchemas
{
    /// <summary>zod 4.6.7, <c>z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })</c>.</summary>
    public const string Zod4 = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": {
            "id": {
              "type": "string",
              "format": "uuid",
              "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
            },
            "email": {
              "type": "string",
              "format": "email",
              "pattern": "^(?:[A-Za-z0-9_'+\\-]+\\.)*[A-Za-z0-9_'+\\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"
            },
            "site": {"type": "string", "format": "uri"},
            "count": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
            "price": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "literal": {"enum": ["x", 1, null]},
            "tags": {"default": [], "maxItems": 3, "type": "array", "items": {"type": "string", "minLength": 1}},
            "pair": {
              "type": "array",
              "prefixItems": [{"type": "string"}, {"type": "number"}],
              "items": {"type": "boolean"},
              "minItems": 2
            },
            "map": {
              "type": "object",
              "propertyNames": {"type": "string", "minLength": 2},
              "additionalProperties": {"type": "number"}
            },
            "pet": {
              "oneOf": [
                {
                  "type": "object",
                  "properties": {"type": {"type": "string", "const": "cat"}, "lives": {"type": "number"}},
                  "required": ["type", "lives"]
                },
                {"type": "object", "properties": {"type": {"type": "string", "const": "dog"}}, "required": ["type"]}
              ]
            },
            "maybe": {"type": ["string", "null"]},
            "at": {
              "type": "string",
              "format": "date-time",
              "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
            },
            "mood": {
              "type": "string",
              "format": "emoji",
              "pattern": "^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$"
            },
            "node": {"$ref": "#/$defs/__schema0"},
            "any": {},
            "both": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a", "b"]},
            "strict": {
              "type": "object",
              "properties": {"q": {"type": "boolean"}},
              "required": ["q"],
              "additionalProperties": false
            },
            "date": {},
            "never": {"not": {}}
          },
          "required": [
            "id",
            "email",
            "count",
            "price",
            "kind",
            "literal",
            "pair",
            "map",
            "pet",
            "maybe",
            "node",
            "any",
            "both",
            "strict"
          ],
          "$defs": {
            "__schema0": {
              "type": "object",
              "properties": {"value": {"type": "number"}, "next": {"anyOf": [{"$ref": "#/$defs/__schema0"}, {"type": "null"}]}},
              "required": ["value"]
            }
          }
        }
        """;

    /// <summary>zod 3's schemas through zod-to-json-schema 3.25.2, named "Order": draft 7.</summary>
    public const string Zod3 = """
        {
          "$ref": "#/definitions/Order",
          "definitions": {
            "Order": {
              "type": "object",
              "properties": {
                "email": {"type": "string", "format": "email"},
                "count": {"type": "integer", "exclusiveMinimum": 0},
                "pair": {"type": "array", "minItems": 2, "maxItems": 2, "items": [{"type": "string"}, {"type": "number"}]},
                "rest": {"type": "array", "minItems": 1, "items": [{"type": "string"}], "additionalItems": {"type": "number"}},
                "pet": {
                  "anyOf": [
                    {
                      "type": "object",
                      "properties": {"type": {"type": "string", "const": "cat"}},
                      "required": ["type"],
                      "additionalProperties": false
                    },
                    {
                      "type": "object",
                      "properties": {"type": {"type": "string", "const": "dog"}, "name": {"type": "string"}},
                      "required": ["type", "name"],
                      "additionalProperties": false
                    }
                  ]
                },
                "maybe": {
                  "anyOf": [
                    {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false},
                    {"type": "null"}
                  ]
                },
                "map": {"type": "object", "additionalProperties": {"type": "number"}, "propertyNames": {"minLength": 2}},
                "tags": {"type": "array", "uniqueItems": true, "items": {"type": "string"}},
                "mood": {"type": "string", "pattern": "^(\\p{Extended_Pictographic}|\\p{Emoji_Component})+$"}
              },
              "required": ["email", "count", "pair", "pet", "maybe", "map"],
              "additionalProperties": false
            }
          },
          "$schema": "http://json-schema.org/draft-07/schema#"
        }
        """;

    /// <summary>pydantic 2.13, <c>Order.model_json_schema()</c>.</summary>
    public const string Pydantic = """
        {
          "$defs": {
            "Cat": {
              "properties": {
                "type": {"const": "cat", "title": "Type", "type": "string"},
                "lives": {"default": 9, "title": "Lives", "type": "integer"}
              },
              "required": ["type"],
              "title": "Cat",
              "type": "object"
            },
            "Dog": {
              "properties": {
                "type": {"const": "dog", "title": "Type", "type": "string"},
                "name": {"title": "Name", "type": "string"}
              },
              "required": ["type", "name"],
              "title": "Dog",
              "type": "object"
            },
            "Kind": {"enum": ["a", "b"], "title": "Kind", "type": "string"},
            "Line": {
              "properties": {
                "sku": {"pattern": "^[A-Z]{3}-\\d+$", "title": "Sku", "type": "string"},
                "count": {"exclusiveMaximum": 100, "minimum": 1, "title": "Count", "type": "integer"},
                "children": {"default": [], "items": {"$ref": "#/$defs/Line"}, "title": "Children", "type": "array"}
              },
              "required": ["sku", "count"],
              "title": "Line",
              "type": "object"
            }
          },
          "additionalProperties": false,
          "properties": {
            "id": {"format": "uuid", "title": "Id", "type": "string"},
            "customer": {"maxLength": 40, "minLength": 2, "title": "Customer", "type": "string"},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null, "title": "Note"},
            "kind": {"$ref": "#/$defs/Kind"},
            "price": {
              "anyOf": [{"type": "number"}, {"pattern": "^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$", "type": "string"}],
              "title": "Price"
            },
            "rate": {"exclusiveMinimum": 0, "multipleOf": 0.5, "title": "Rate", "type": "number"},
            "lines": {"items": {"$ref": "#/$defs/Line"}, "minItems": 1, "title": "Lines", "type": "array"},
            "pet": {
              "discriminator": {"mapping": {"cat": "#/$defs/Cat", "dog": "#/$defs/Dog"}, "propertyName": "type"},
              "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
              "title": "Pet"
            },
            "at": {"format": "date-time", "title": "At", "type": "string"},
            "day": {"anyOf": [{"format": "date", "type": "string"}, {"type": "null"}], "default": null, "title": "Day"},
            "pair": {
              "maxItems": 2,
              "minItems": 2,
              "prefixItems": [{"type": "integer"}, {"type": "string"}],
              "title": "Pair",
              "type": "array"
            },
            "tags": {"default": [], "items": {"type": "string"}, "title": "Tags", "type": "array", "uniqueItems": true},
            "extra": {"additionalProperties": {"type": "integer"}, "default": {}, "title": "Extra", "type": "object"}
          },
          "required": ["id", "customer", "kind", "price", "rate", "lines", "pet", "at", "pair"],
          "title": "Order",
          "type": "object"
        }
        """;
}
